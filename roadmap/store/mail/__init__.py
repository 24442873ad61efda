"""Mail as it is kept: what is to be sent, what became of it, and what people chose.

- ``editions``      which morning's mail was decided, and how far it was written down
- ``outbox``        deliveries; the states of one are drawn there
- ``contents``      the bytes of deliveries, apart from them
- ``leases``        the steps a sender takes with a delivery
- ``lapsing``       the last look before a sender takes one: is it still wanted?
- ``doubts``        deliveries whose answer was lost, for whoever has evidence
- ``operator_acts`` what a person decides about one delivery
- ``reasons``       the program's own words about a step
- ``history``       every change of state, written by the database itself
- ``refusals``      how many of an edition's mails the relay refused
- ``standing``      how it all stands, for whoever operates the program
- ``archive``       what was sent to one person, as it was sent
- ``homes``         in which zone somebody is written to, whatever the zones of his road maps
- ``readers``       everybody whom a morning may concern, and what each chose
- ``recipients``    who reads the overview of a road map without more to do with it
- ``by_hand``       reminders that the controlling side sent, once a day
- ``reminders``     which items a delivery reminded of
- ``choices``       what persons chose: which mail, how often, at what time, when not
- ``opt_ins``       addresses whose holders were asked whether they want the mail
- ``suppressions``  addresses that the relay refused for good
- ``gate``          whether mail may go out at all just now
- ``workers``       the clocks and senders that were seen
"""
