"""Mail as it is kept: what is to be sent, what became of it, and what people chose.

- ``editions``      which morning's mail was decided, and how far it was written down
- ``outbox``        deliveries; the states of one are drawn there
- ``leases``        the steps a delivery takes from state to state
- ``history``       every change of state, written by the database itself
- ``reminders``     which items a delivery reminded of
- ``choices``       what persons chose: which mail, how often, at what time, when not
- ``opt_ins``       addresses whose holders were asked whether they want the mail
- ``suppressions``  addresses that the relay refused for good
- ``gate``          whether mail may go out at all just now
- ``workers``       the clocks and senders that were seen
"""
