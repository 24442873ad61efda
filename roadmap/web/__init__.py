"""What all faces share about HTTP and language."""
