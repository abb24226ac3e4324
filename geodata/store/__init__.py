"""Published datasets on disk: how a version is written, and how it becomes the current one."""
