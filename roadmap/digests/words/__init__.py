"""A digest in words: lines that the text and the HTML of a mail share, in the reader's language."""
