"""What is tested here needs the trial noun in the table of contents: `tests/test_warranty.py` runs it in a process of its own."""

from desktop_crm.model.nouns import NOUNS

collect_ignore = [] if any(noun.id == "warranty" for noun in NOUNS) else ["test_trial.py", "test_trial_window.py"]
