from .makers import *
