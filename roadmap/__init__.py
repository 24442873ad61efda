"""The roadmap monitor: keeps the promise of a road map, explains it and reminds of it.

The rooms, from the ground up; imports point only downwards in this list:

- ``domain``        what the words mean; standard library only, the day and the calendar are arguments
- ``store``         how the record is kept: tables, and reading and appending them, one file a concept
- ``web``           what all faces share about HTTP and language
- ``access``        signing in, roles, guards
- ``coordination``  coordinators report
- ``control``       the controlling side keeps the plan
- ``oversight``     executives look, on any day
- ``digests``       recipients are written to
- ``frame``         what stands around every page
- ``app``           ``create_app(config)``: the one place that knows every part
- ``launch``        the whole program with one command, for trying it out

``mailbox`` stands beside the house: a local post office for trying the program out.
"""
