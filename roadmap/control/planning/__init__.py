"""The plan is kept here: road maps, measures, clauses, milestones, and what stands around them."""
