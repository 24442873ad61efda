"""What stands in the answers and bodies, a file a concept; the document is made from these."""
