ALL = 1
