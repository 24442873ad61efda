"""A local post office for trying the program out: it takes every mail, keeps it, and shows it in the browser.

It knows nothing of the program and passes nothing on. ``python -m roadmap.mailbox`` starts it.
"""
