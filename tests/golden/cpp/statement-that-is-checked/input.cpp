TEST(Shop, counts)
{
	conn.assert_count(3, "SELECT id FROM users");
	shop_assert(x != 0 && "update the set before the call");
}
