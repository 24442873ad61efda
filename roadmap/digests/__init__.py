"""Recipients are written to. Each step has a room or a module of its own; they share dataclasses.

- ``planning``   decides on a morning which editions are due, and writes each down once
- ``reading``    reads what an edition is made of, its readers some hundreds at a time
- ``composing``  puts one person's digest into a message; its words are in ``words``
- ``recording``  writes the messages of an edition down, some hundreds at a time
- ``handing``    hands what is written down to the mail relay, and finds out what became of what is in doubt
- ``guard``      looks at the clock before it is believed, and holds the mail when it jumps
- ``clock``      wakes the others up; which of them has something to do, the database says
- ``pages``      what recipients and the operator see of it
"""
