"""Has the store been written by another version?"""
