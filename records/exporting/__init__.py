"""Sealed records that leave the service: folders for archives, and packs for inspections."""
