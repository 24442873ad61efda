"""Coordinators report: what is asked of them, the form, and the receipt."""
