"""What ``make run`` does: prepares the data, starts every process of the program, and ends them together.

It runs the program's own commands as an operator would, and imports nothing of the program.
"""
