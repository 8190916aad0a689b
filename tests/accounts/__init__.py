"""Tests of people: login, passwords, second factor, notices."""
