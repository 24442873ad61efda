"""The controlling side: who answers by when, what is confirmed or returned, and which days are worked."""
