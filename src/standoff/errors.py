"""The exception tree.

StandoffError
├── InputError        a report, manifest or table cannot be read: says which, where and what to do
├── ConfigError       an unknown or malformed setting
├── WeightsError      the network's files are missing or damaged
├── DataError         a table of ours or the user's own is malformed
└── StoreError        the store cannot be used
    ├── StoreBusy     another process is writing
    ├── StoreDamaged  not a Standoff store, or corrupt
    └── StoreNewer    written by a newer Standoff
"""

from __future__ import annotations


class StandoffError(Exception):
    """Root of every error that Standoff raises on purpose. The message says what, where and what to do."""


class InputError(StandoffError):
    """An input cannot be read."""


class ConfigError(StandoffError):
    """A setting is unknown or malformed."""


class WeightsError(StandoffError):
    """The network's files are missing or do not match their checksums."""


class DataError(StandoffError):
    """A data table is malformed."""


class StoreError(StandoffError):
    """The store cannot be used."""


class StoreBusy(StoreError):
    """Another process holds the store."""


class StoreDamaged(StoreError):
    """The file is no Standoff store, or it is corrupt."""


class StoreNewer(StoreError):
    """The store was written by a newer version."""
