from .orders import OPEN
from .tables import *
