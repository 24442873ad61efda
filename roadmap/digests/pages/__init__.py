"""What the recipients, and the operator, see of the mail in a browser."""
