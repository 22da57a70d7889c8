"""The examination of a deployment: is it fit, and what is to be done if it isn't?"""
