"""What each noun says in the brief for a meeting with a client."""
