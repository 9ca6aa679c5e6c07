"""Commands that write what people read: release notes, announcements, the lessons of a release."""
