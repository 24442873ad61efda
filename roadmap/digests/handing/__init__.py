"""Handing over: the sender and the protocol it speaks; ``store.mail.outbox`` draws the states."""
