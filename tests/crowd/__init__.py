"""Many people at once on the same items, through HTTP: what is accepted, what is refused, and whether anything is lost.

``make crowd-test`` lets 20 people send 50 forms each on both databases; a short form runs with the tests.
"""
