#define NEW 0
static const char *const orders = NEW ? "SELECT a FROM orders"
				      : "SELECT a FROM old_orders";
