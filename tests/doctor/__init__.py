"""The examination of a deployment, each part of which is broken on purpose."""
