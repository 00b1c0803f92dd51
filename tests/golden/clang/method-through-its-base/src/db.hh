class Db {
public:
	virtual void run(const char *what) = 0;
};
class PgDb : public Db {
public:
	void run(const char *what) override;
};
class Audit {
public:
	void run(const char *who, const char *what);
};
