"""What the words of the road map mean. Standard library only; the day, the calendar and the limits are arguments."""
