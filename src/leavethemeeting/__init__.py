"""LeaveTheMeeting: who was there, from every source, and a way out."""

__version__ = "0.1.0"
