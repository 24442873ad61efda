"""Senders that are frozen for longer than their lease and then go on, as if a host had been suspended."""

import os
import random
import signal
import time

from tests.kills.campaign import Run
from tests.kills.workers import SENDER

# Longer than a lease, and longer than it takes from an intent to the end of its doubt.
FROZEN_SECONDS = 4.0


def freeze(it: Run, stops: int) -> int:
    """Freezes one sender after another, two of three at a time; how often."""
    it.everybody()
    dice = random.Random(stops)
    done, asleep = 0, dict[int, float]()
    while done < stops or asleep:
        time.sleep(dice.uniform(0.02, 0.15))
        for number, until in list(asleep.items()):
            if time.monotonic() > until:
                os.kill(number, signal.SIGCONT)
                del asleep[number]
        awake = [number for number, only in it.crew.at_work.items() if only == SENDER and number not in asleep]
        if done < stops and len(awake) > 1:
            number = dice.choice(awake)
            os.kill(number, signal.SIGSTOP)
            asleep[number] = time.monotonic() + FROZEN_SECONDS
            done += 1
    return done
