class ByOrg:
    @classmethod
    def by_org(cls, org):
        return cls.query.filter(cls.org == org)  # sqlalchemy
