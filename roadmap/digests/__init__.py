"""Recipients are written to. Four steps, each with a room or a module of its own, share dataclasses.

- ``planning``   decides on a morning which editions are due, and writes each down once
- ``composing``  puts one person's digest into a message; its words are in ``words``
- ``recording``  writes the messages of an edition down, some hundreds at a time
- ``handing``    hands what is written down to the mail relay, and finds out what became of what is in doubt
- ``clock``      wakes the others up; which of them has something to do, the database says
- ``pages``      what recipients and the operator see of it
"""
