"""Why a request failed, in words."""
