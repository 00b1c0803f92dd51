from sqlalchemy import Column
class Org(db.Model):
    __tablename__ = "orgs"
    id = Column(Integer)

    @classmethod
    def by_slug(cls, slug):
        return cls.query.filter(cls.slug == slug).one()
