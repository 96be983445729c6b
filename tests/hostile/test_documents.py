"""Hostile YAML, JSON and TOML: rows Y01 to Y21."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from conftest import FULL_SECONDS, Attack, Confined, packkit, repeated

from attune_packkit import tree

ACTION = "actions/send.yaml"
SOUND = "label: Send\ndescription: Sends a parcel\nrunner_type: shell\nentry_point: send.sh\n"
