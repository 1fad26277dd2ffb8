"""What each noun puts into the emergency archive: sheets, papers, people and days."""
