"""Labels as verifiable credentials: Open Badges 3.0, their proofs, their status lists, and reading them back.

Pure functions over plain data, bytes and keys: no database, no page, no clock, no network. Importing this
package loads neither a JSON-LD processor nor cryptography.
"""
