"""The staff's pages about fielding: progress, frame, rounds, paper."""
