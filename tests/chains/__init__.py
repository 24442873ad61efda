"""Many processes that write the same record at once: is it one chain, and would another lock have made it one?"""
