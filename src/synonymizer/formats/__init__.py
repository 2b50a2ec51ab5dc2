"""Files of variants: what they hold becomes columns, and answers are written beside it."""
