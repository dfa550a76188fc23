"""Pone en marcha un plan que ya se importó: sus cuatro entidades, la primera cuenta y, al final, su vigencia.

Cambie los datos de abajo y ejecútelo con el Python del programa, con CONCIERTA_HOME apuntando a su carpeta:

    .venv/bin/python docs/es/ejemplos/poner_en_marcha.py preparar    # una vez, después de importar
    .venv/bin/python docs/es/ejemplos/poner_en_marcha.py vigencia    # cuando cada entidad tenga quien reporte
"""

import getpass
import sys

PLAN = "villa-ejemplo"
#: De cada papel: código de la entidad, nombre y clase. Quien revisa y quien verifica son siempre dos.
ENTIDADES = {
    "secretariat": ("secretaria-tecnica", "Secretaría Técnica del Plan de Empleo", "municipal"),
    "reviewer": ("planeacion", "Departamento de Planeación", "municipal"),
    "verifier": ("control-interno", "Oficina de Control Interno", "oversight"),
    "presenter": ("secretaria-tecnica", "Secretaría Técnica del Plan de Empleo", "municipal"),
}
CORREO = "secretaria@villa-ejemplo.example"
NOMBRE = "Primera Persona"


def preparar(clave: str) -> None:
    from concierta.kernel.clock import now, today
    from concierta.people.enums import EntityKind, Role
    from concierta.people.operations import create_user, grant_role, register_entity
    from concierta.people.queries import all_entities
    from concierta.plans.operations import assign_plan_roles
    from concierta.plans.queries import plan_by_slug

    entidades = {entidad.code: entidad for entidad in all_entities()}
    for codigo, nombre, clase in ENTIDADES.values():
        if codigo not in entidades:
            entidades[codigo] = register_entity(code=codigo, name=nombre, kind=EntityKind(clase), by=None, at=now())
    papeles = {papel: entidades[codigo] for papel, (codigo, _, _) in ENTIDADES.items()}
    assign_plan_roles(plan=plan_by_slug(None, PLAN), by=None, at=now(), **papeles)
    persona = create_user(email=CORREO, name=NOMBRE, password=clave, by=None, at=now())
    grant_role(user=persona, entity=papeles["secretariat"], role=Role.SECRETARIAT, since=today(), by=None, at=now())


def vigencia() -> None:
    from concierta.kernel.clock import now
    from concierta.plans.operations import put_in_force
    from concierta.plans.queries import plan_by_slug

    put_in_force(plan=plan_by_slug(None, PLAN), by=None, at=now())


def main() -> None:
    from concierta.config.cli.prepare import prepare

    prepare()
    from concierta.kernel.errors import Refusal

    try:
        if sys.argv[1:] == ["preparar"]:
            preparar(getpass.getpass(f"Contraseña de {CORREO} (doce caracteres o más): "))
        elif sys.argv[1:] == ["vigencia"]:
            vigencia()
        else:
            sys.exit("Diga «preparar» o «vigencia».")
    except Refusal as refusal:
        sys.exit(f"No se hizo: {refusal}")
    sys.stdout.write("Hecho.\n")


if __name__ == "__main__":
    main()
