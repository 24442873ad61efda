"""Who is signed in, what they may see and do, and the guards that hold every route."""
