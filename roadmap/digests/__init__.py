"""Recipients are written to. Four steps, each with a module of its own, share the dataclasses of ``domain.digest``.

- ``editions``  decides on a morning who is to be written to, and writes it down once
- ``lines``, ``render``  put one person's digest into words
- ``delivery``, ``relay``  hand what is written down to the mail relay
- ``clock``     wakes the others up; which of them has something to do, the database says
"""
