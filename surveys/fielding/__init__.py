"""Fielding: the frame, the rounds of invitations, secret links, drafts, paper, and what came of it.

``links`` makes and reads secrets, ``frame`` builds the frame and moves a target from state to
state, ``rounds`` sends, ``drafts`` keeps answers on their way, ``taking`` takes them, ``keying``
does so for paper, ``progress`` counts.
"""
