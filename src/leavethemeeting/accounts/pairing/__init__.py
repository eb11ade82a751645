"""Pairing a plugin with an account: the device grant of RFC 8628, one opaque token, and how it ends."""
