"""How the program behaves on road maps far larger than the one it ships with."""
