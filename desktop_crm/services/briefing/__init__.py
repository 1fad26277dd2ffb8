"""The brief for a meeting with a client, and what each noun says in it."""
