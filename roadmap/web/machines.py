"""Requests of programs: told from those of browsers by their address, answered with JSON, and without any cookie."""

from flask import request

API = "/api/"
"""What the address of everything for programs begins with."""


def for_a_program() -> bool:
    """Whether a program asks, so that no cookie counts and no page is an answer."""
    return request.path.startswith(API)
