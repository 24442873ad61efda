"""Clocks and senders are killed at any moment, and afterwards every mail is accounted for.

- ``faults``        what a bad relay does, how often
- ``sink``          the bad relay itself: a process that writes down what it kept, and is never killed
- ``ground``        a database with readers in it whose morning is now
- ``pace``          the program's waits, shortened
- ``workers``       clocks and senders as processes that run the program's own command
- ``points``        the named points, by who comes to them
- ``queue``         mail that is set aside for later
- ``campaign``      one run: kills at random moments, or at a named point, and then the rest of the work
- ``reckoning``     what became of every mail, by the database and by the relay
- ``wrong_orders``  senders that do the steps in an order that loses or doubles mail
- ``zombies``       senders that are frozen, and wake up again
- ``clocks``        eight clocks at the same mornings
- ``scanners``      whoever looks at every link of a mail
- ``figures``       the long runs and the lines they leave behind

``python -m tests.kills`` says what can be run.
"""
