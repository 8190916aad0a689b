"""The pages behind the buttons of the desk's log."""
