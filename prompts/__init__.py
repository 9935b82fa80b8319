"""Prompts for language models, one file each, its variables named at its top.

Empty so far: today's answerer puts quotes together by rules and asks no model.
"""
