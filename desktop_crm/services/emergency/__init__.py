"""What each noun puts into the emergency folder: sheets, papers, people and days."""
